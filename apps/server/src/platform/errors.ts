import { type ErrorBody, type ErrorCode, type Language, sayError, type WordValues } from '@mailroom/contract'
import type { ZodError } from 'zod'

/** HTTP status of each code; 400 where none is given. The one mapping. */
const statuses: Partial<Record<ErrorCode, number>> = {
  NOT_SIGNED_IN: 401,
  SIGN_IN_FAILED: 401,
  NOT_ALLOWED: 403,
  CSRF: 403,
  ORIGIN: 403,
  SETUP_CLOSED: 403,
  SETUP_TOKEN: 403,
  ACCOUNT_NOT_YOURS: 403,
  NOT_FOUND: 404,
  INVITATION_INVALID: 404,
  CHANGED_MEANWHILE: 409,
  USER_EXISTS: 409,
  ACCOUNT_EXISTS: 409,
  DOMAIN_EXISTS: 409,
  RECIPIENTS_CHANGED: 409,
  LAST_SUPERVISOR: 409,
  ACCOUNT_BUSY: 409,
  UNDO_OVER: 409,
  NOTHING_HELD: 409,
  DISPATCH_OVER: 409,
  IMPORT_STATE: 409,
  MESSAGE_NOT_FAILED: 409,
  PRINT_NOT_READY: 409,
  ACCOUNT_PENDING: 409,
  CODE_USED: 409,
  FROM_ENVIRONMENT: 409,
  BODY_TOO_LARGE: 413,
  FILE_TOO_LARGE: 413,
  THROTTLED: 429,
  RATE_LIMITED: 429,
  CODE_TOO_SOON: 429,
  CODE_TRIES: 429,
  INTERNAL: 500,
  RENDER_FAILED: 503,
  DATABASE_AWAY: 503,
}

/** A refusal that the caller can understand: a code, the field at fault (dotted path), values for the sentence. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly values: WordValues
  constructor(code: ErrorCode, field?: string, values: WordValues = {}) {
    super(code)
    this.code = code
    this.field = field
    this.values = values
  }
}

/** Several faults of one form, told at once. */
export class FormError extends Error {
  override readonly name = 'FormError'
  readonly faults: AppError[]
  constructor(faults: AppError[]) {
    super('FORM')
    this.faults = faults
  }
}

type Issue = ZodError['issues'][number]
const codes: Record<string, ErrorCode> = {
  invalid_type: 'WRONG_TYPE',
  too_big: 'TOO_BIG',
  too_small: 'TOO_SHORT',
  invalid_value: 'UNKNOWN_CHOICE',
  invalid_union: 'WRONG_TYPE',
  invalid_format: 'WRONG_TYPE',
  unrecognized_keys: 'WRONG_TYPE',
}

/** A zod issue as a refusal: our schemas put error codes where zod puts messages. */
const fromIssue = (issue: Issue): AppError => {
  const field = issue.path.map(String).join('.')
  const own = issue.message as ErrorCode
  const values: WordValues = 'maximum' in issue ? { maximum: Number(issue.maximum) } : {}
  if (/^[A-Z_]+$/.test(issue.message)) return new AppError(own, field, values)
  if (issue.code === 'invalid_type' && issue.input === undefined) return new AppError('REQUIRED', field)
  if (issue.code === 'too_big' && 'origin' in issue && issue.origin === 'string')
    return new AppError('TOO_LONG', field, values)
  return new AppError(codes[issue.code] ?? 'WRONG_TYPE', field, values)
}
export const fromZod = (error: ZodError): FormError => new FormError(error.issues.map(fromIssue))

const described = (error: AppError, language: Language) => ({
  code: error.code,
  field: error.field,
  ...sayError(error.code, language, error.values),
})

/** Postgres and network codes that mean "the database is away", not "the request is wrong". */
const away = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|57P0[123]|25P03|08\d{3}|53\d{3}|P1001|P1002|P1017|P2024|P2028)$/

/** Any error as an HTTP answer in the caller's language. Unknown ones become INTERNAL without details. */
export const toAnswer = (
  error: unknown,
  language: Language,
  requestId: string,
): { status: number; body: ErrorBody; expected: boolean } => {
  if (error instanceof FormError && error.faults[0]) {
    const first = error.faults[0]
    const fields = error.faults
      .filter(fault => fault.field !== undefined)
      .map(fault => ({ ...described(fault, language), field: fault.field ?? '' }))
    return {
      status: statuses[first.code] ?? 400,
      expected: true,
      body: { error: { ...described(first, language), requestId, values: first.values, fields } },
    }
  }
  const known = error instanceof AppError ? error : fromFastify(error)
  return {
    status: statuses[known.code] ?? 400,
    expected: known.code !== 'INTERNAL',
    body: { error: { ...described(known, language), requestId, values: known.values } },
  }
}

const fromFastify = (error: unknown): AppError => {
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE') return new AppError('BODY_TOO_LARGE')
  if (code?.startsWith('FST_CSRF')) return new AppError('CSRF')
  if (statusCode === 429) return new AppError('RATE_LIMITED')
  // 403: a path that leads out of the web application's folder. 414: a part of it is longer than any of ours.
  if (statusCode === 404 || statusCode === 403 || statusCode === 414) return new AppError('NOT_FOUND')
  if (statusCode === 415 || statusCode === 400) return new AppError('NOT_JSON')
  if (
    (code && away.test(code)) ||
    /Can't reach database|timeout exceeded when trying to connect|Connection terminated/.test(message ?? '')
  )
    return new AppError('DATABASE_AWAY')
  return new AppError('INTERNAL')
}
