import type { InstitutionView } from '@mailroom/contract'
import { letterheadColourFault } from '@mailroom/letter'
import type { Deps } from '../../../deps.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Right } from '../../../platform/rights.ts'
import { audit, strictAddress } from '../../users/commands.ts'
import { installSuppliedLetters } from '../commands.ts'
import { countryCode, isLogo } from './rules.ts'

const checkedForm = (input: InstitutionView): InstitutionView => {
  if (input.logo !== null && !isLogo(input.logo)) throw new AppError('LOGO_INVALID', 'logo')
  const country = input.country === '' ? 'FR' : countryCode(input.country)
  if (!country) throw new AppError('UNKNOWN_CHOICE', 'country')
  const accent = input.accent.toLowerCase()
  const fault = accent === '' ? null : letterheadColourFault(accent)
  if (fault) throw new AppError(fault, 'accent')
  const email = input.email === '' ? '' : strictAddress(input.email, 'email')
  return { ...input, accent, country, email, addressLines: input.addressLines.filter(line => line !== '') }
}

/** Saves the institution; CHANGED_MEANWHILE names who saved since `version`. What was sent keeps the old letterhead. */
export const saveInstitution = async (
  deps: Deps,
  right: Right<'institution.manage'>,
  input: InstitutionView,
): Promise<void> => {
  const { version, ...form } = checkedForm(input)
  const { prisma } = deps.database
  const before = await prisma.institution.findUniqueOrThrow({ where: { id: 1 } })
  await prisma.$transaction(async tx => {
    const { count } = await tx.institution.updateMany({
      where: { id: 1, version },
      data: { ...form, version: version + 1, savedById: right.actor.userId },
    })
    if (count === 0) {
      const { savedById } = await tx.institution.findUniqueOrThrow({ where: { id: 1 } })
      const by = savedById ? await tx.user.findUnique({ where: { id: savedById }, select: { name: true } }) : null
      throw new AppError('CHANGED_MEANWHILE', undefined, { by: by?.name ?? '?' })
    }
    await audit(tx, right.actor, 'institution.saved', null, { version: version + 1 })
  })
  if (before.language !== form.language) await installSuppliedLetters(deps)
}
