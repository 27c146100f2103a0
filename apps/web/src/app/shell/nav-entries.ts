import type { Capability, PersonKind } from '@mailroom/contract'
import type { IconName } from '../../components/icon.tsx'

/** Paths of the navigation, each with the capability that opens it. */
export interface NavEntry {
  id: 'home' | PersonKind | 'letters' | 'mail' | 'scheduled' | 'sending' | 'account' | 'administration'
  to: string
  icon: IconName
  access?: Capability
}

export interface NavGroup {
  id: 'top' | 'resources' | 'letters' | 'communication' | 'end'
  entries: NavEntry[]
}

const people = (kind: PersonKind): NavEntry => ({ id: kind, to: `/people/${kind}`, icon: kind, access: 'people.read' })

export const navGroups: readonly NavGroup[] = [
  { id: 'top', entries: [{ id: 'home', to: '/', icon: 'home' }] },
  { id: 'resources', entries: [people('student'), people('guardian'), people('teacher'), people('staff')] },
  { id: 'letters', entries: [{ id: 'letters', to: '/letters', icon: 'letter', access: 'letters.read' }] },
  {
    id: 'communication',
    entries: [
      { id: 'mail', to: '/mail', icon: 'mail', access: 'mail.read' },
      { id: 'scheduled', to: '/scheduled', icon: 'clock', access: 'mail.read' },
      { id: 'sending', to: '/sending', icon: 'send', access: 'mail.read' },
    ],
  },
  {
    id: 'end',
    entries: [
      { id: 'account', to: '/account', icon: 'user' },
      { id: 'administration', to: '/administration', icon: 'sliders', access: 'institution.manage' },
    ],
  },
]
