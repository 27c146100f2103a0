import type { Body, SendingSettings, ServerForm, saveSending } from '@mailroom/contract'

/** The form, flat: one key per field, so that each can tell whether it was changed. */
export interface SendingDraft {
  delegated: boolean
  senderName: string
  defaultSenderAddress: string
  host: string
  port: number | null
  security: ServerForm['security']
  allowSelfSigned: boolean
  authentication: ServerForm['authentication']
  username: string
  secret: string | null | undefined
  waitingSeconds: number | null
  connections: number | null
  ratePerMinute: number | null
  perDay: number | null
}

const blank: Omit<SendingDraft, 'delegated' | 'senderName' | 'defaultSenderAddress'> = {
  host: '',
  port: 587,
  security: 'starttls-required',
  allowSelfSigned: false,
  authentication: 'password',
  username: '',
  secret: undefined,
  waitingSeconds: 15,
  connections: 5,
  ratePerMinute: null,
  perDay: null,
}

export const draftOf = ({ delegated, senderName, defaultSenderAddress, server }: SendingSettings): SendingDraft => ({
  delegated,
  senderName,
  defaultSenderAddress,
  ...blank,
  ...(server && {
    host: server.host,
    port: server.port,
    security: server.security,
    allowSelfSigned: server.allowSelfSigned,
    authentication: server.authentication,
    username: server.username,
    waitingSeconds: server.waitingSeconds,
    connections: server.connections,
    ratePerMinute: server.ratePerMinute,
    perDay: server.perDay,
  }),
})

type ServerBody = Body<typeof saveSending>['server']

/** An emptied number goes as it is: the server refuses it with a sentence under the field. */
const numberOf = (value: number | null): number => value as number

export const serverOf = (draft: SendingDraft): ServerBody => ({
  host: draft.host,
  port: numberOf(draft.port),
  security: draft.security,
  allowSelfSigned: draft.allowSelfSigned,
  authentication: draft.authentication,
  username: draft.authentication === 'none' ? '' : draft.username,
  ...(draft.secret !== undefined && { secret: draft.secret }),
  waitingSeconds: numberOf(draft.waitingSeconds),
  connections: numberOf(draft.connections),
  ratePerMinute: draft.ratePerMinute,
  perDay: draft.perDay,
})

/** A repair is part of a server form laid over what is typed. */
export const patchOf = (patch: Partial<ServerForm>): Partial<SendingDraft> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<SendingDraft>

export interface SendingForm {
  value: SendingDraft
  set: (patch: Partial<SendingDraft>) => void
  isChanged: (key: keyof SendingDraft) => boolean
}
