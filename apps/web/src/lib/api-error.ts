import { type ErrorBody, errorBody } from '@mailroom/contract'
import i18next from 'i18next'

export interface FieldFault {
  field: string
  code: string
  message: string
  hint?: string | undefined
}

/** A refusal as the server worded it, in the language of the interface. `status` 0: no answer at all. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly hint: string | undefined
  readonly requestId: string | undefined
  readonly fields: FieldFault[]
  readonly values: Record<string, string | number>
  readonly at: Date

  constructor(status: number, error: ErrorBody['error']) {
    super(error.message)
    this.name = 'ApiError'
    this.status = status
    this.code = error.code
    this.hint = error.hint
    this.requestId = error.requestId
    this.values = error.values ?? {}
    this.fields = error.fields ?? (error.field ? [{ field: error.field, ...error }] : [])
    this.at = new Date()
  }

  /** The sentence for one field of a form, if that field is at fault. */
  fault(field: string): string | undefined {
    return this.fields.find(fault => fault.field === field)?.message
  }
}

export async function errorFrom(response: Response): Promise<ApiError> {
  const parsed = errorBody.safeParse(await response.json().catch(() => null))
  if (parsed.success) return new ApiError(response.status, parsed.data.error)
  return new ApiError(response.status, {
    code: `HTTP_${response.status}`,
    message: i18next.t(response.status === 502 || response.status === 503 ? 'errors.away' : 'errors.unexpected'),
    requestId: response.headers.get('x-request-id') ?? undefined,
  })
}

export const noAnswer = (): ApiError => new ApiError(0, { code: 'NO_ANSWER', message: i18next.t('errors.noAnswer') })

export const unreadable = (detail: string): ApiError =>
  new ApiError(0, { code: 'UNREADABLE_ANSWER', message: i18next.t('errors.unreadable'), hint: detail })

/** Anything thrown, as an ApiError: pages show one kind of failure. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  return new ApiError(0, {
    code: 'INTERFACE',
    message: i18next.t('errors.unexpected'),
    hint: error instanceof Error ? error.message : undefined,
  })
}
