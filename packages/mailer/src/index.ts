export { type Advice, type AdviceCode, adviseOn, type OpenDoor, type SettingsPatch } from './advice.ts'
export { type AutoconfigServer, readAutoconfig } from './autoconfig.ts'
export { type ClassifyContext, classify, type Evidence, type Phase } from './classify.ts'
export {
  composeMail,
  createComposer,
  type Mail,
  type MailAddress,
  type MailAttachment,
  MailInputError,
} from './compose.ts'
export { type DetectedSettings, type Detection, type DetectLookup, detectSettings } from './detect-settings.ts'
export { createMailServer, type MailServer, type MailServerOptions } from './mail-server.ts'
export { type Outcome, type OutcomeClass, type ReasonCode, reasonCodes, type SendTimes } from './outcome.ts'
export { type AddressFault, type ParsedAddress, parseAddress } from './parse-address.ts'
export { type LoginNote, type ProviderPreset, providerPresets } from './provider-presets.ts'
export { enhancedCodeOf, retryAfterOf, tidyReply } from './reply.ts'
export { type Security, type SmtpAuth, type SmtpSettings, secretForms } from './settings.ts'
export type { Envelope } from './smtp-link.ts'
export { type EncodedFile, toEncodedFile } from './stand-ins.ts'
export { type TestReport, type TestTarget, testConnection } from './test-connection.ts'
export { type StepDetail, type StepReport, type TestStep, testSteps } from './test-steps.ts'
export type { TranscriptLine } from './transcript.ts'
