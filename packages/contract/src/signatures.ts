import { z } from 'zod'
import { id, idParams, line, nothing, text } from './primitives.ts'
import { route } from './route.ts'

export const signatureView = z.object({
  id,
  name: z.string(),
  html: z.string(),
  removed: z.array(z.string()).describe('What sanitising took out, in words'),
})
export type SignatureView = z.output<typeof signatureView>
const form = z.object({ name: line(80), html: text(200_000) })
export const listSignatures = route({
  name: 'listSignatures',
  method: 'GET',
  path: '/api/me/signatures',
  access: 'dispatches.create',
  summary: 'My signatures',
  response: z.object({ signatures: z.array(signatureView) }),
})
export const createSignature = route({
  name: 'createSignature',
  method: 'POST',
  path: '/api/me/signatures',
  access: 'dispatches.create',
  summary: 'Add a signature; its HTML is sanitised',
  status: 201,
  body: form,
  response: signatureView,
})
export const updateSignature = route({
  name: 'updateSignature',
  method: 'PUT',
  path: '/api/me/signatures/:id',
  access: 'dispatches.create',
  summary: 'Change a signature',
  params: idParams,
  body: form,
  response: signatureView,
})
export const deleteSignature = route({
  name: 'deleteSignature',
  method: 'DELETE',
  path: '/api/me/signatures/:id',
  access: 'dispatches.create',
  summary: 'Delete a signature',
  params: idParams,
  response: nothing,
})
