import { type Answer, type getHome, personKinds, roleMay } from '@mailroom/contract'
import { Button, Menu } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { LinkButton } from '../../components/link-button.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StateWord } from '../../components/state-word.tsx'
import { useFormats } from '../../lib/formats.ts'
import { useMe } from '../users/api.ts'
import { useHome } from './api.ts'
import styles from './home.module.css'
import { HomeRunning } from './home-running.tsx'
import { HomeTodo } from './home-todo.tsx'
import { HomeVolume } from './home-volume.tsx'
import { useHomeLive } from './use-home-live.ts'

const defaultDays = 56
type Server = Answer<typeof getHome>['servers'][number]

/** The front door: what to finish, what is on its way, what has gone out, and how the servers are. */
export function HomePage() {
  const { t } = useTranslation()
  const { fullDay, weekdayDay } = useFormats()
  const [days, setDays] = useLocalStorage({
    key: 'mailroom-home-days',
    defaultValue: defaultDays,
    getInitialValueInEffect: false,
  })
  const home = useHome(days)
  useHomeLive()
  const now = new Date()
  const title = (
    <>
      <span className="only-l">{fullDay(now)}</span>
      <span className="only-s">{weekdayDay(now)}</span>
    </>
  )
  return (
    <>
      <PageHead title={title} actions={<Actions className="only-l" />}>
        <Health servers={home.data?.servers ?? []} />
      </PageHead>
      {home.error && !home.data && <ErrorState error={home.error} onRetry={() => void home.refetch()} />}
      {home.isPending && (
        <Sheet className={styles.waiting}>
          <Skeleton lines={10} />
        </Sheet>
      )}
      {home.data && (
        <ScrollRegion label={t('home.label')} className={styles.page}>
          <Actions className="only-s" />
          <HomeTodo items={home.data.toFinish} />
          <HomeRunning rows={home.data.running} servers={home.data.servers} />
          <HomeVolume volume={home.data.volume} days={days} onDays={setDays} />
        </ScrollRegion>
      )}
    </>
  )
}

function Health({ servers }: { servers: Server[] }) {
  const { t } = useTranslation()
  const { timeOrDay } = useFormats()
  const say = ({ host, state, since, answerMs }: Server) => {
    if (state !== 'ready') return t(`home.server.${state}`, { host, since: since ? timeOrDay(since) : '' })
    return answerMs === null ? t('home.server.unused') : t('home.server.ready', { ms: answerMs })
  }
  return (
    <div className={styles.health} role="status">
      {servers.map(server => (
        <StateWord key={server.id} {...lookOf[server.state]}>
          {say(server)}
        </StateWord>
      ))}
    </div>
  )
}

const lookOf = {
  ready: { icon: 'ok', tone: 'ok' },
  away: { icon: 'clock', tone: 'warn' },
  attention: { icon: 'clock', tone: 'warn' },
  paused: { icon: 'pause', tone: 'warn' },
} as const

/** A letter starts from the list of the people it is about. */
function Actions({ className }: { className: string }) {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <div className={`${styles.actions} ${className}`}>
      <LinkButton to="/compose" leftSection={<Icon name="pencil" />}>
        {t('home.write')}
      </LinkButton>
      {roleMay(me.role, 'people.read') && (
        <Menu width={200}>
          <Menu.Target>
            <Button variant="filled" leftSection={<Icon name="letter" />}>
              {t('home.sendLetter')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('home.whichList')}</Menu.Label>
            {personKinds.map(kind => (
              <Menu.Item
                key={kind}
                leftSection={<Icon name={kind} />}
                renderRoot={props => <Link to="/people/$kind" params={{ kind }} {...props} />}
              >
                {t(`people.kinds.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}
