import { Button, Menu } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useFormats } from '../../lib/formats.ts'
import styles from './home-volume.module.css'
import { byWeek, type Day, dateOf, type Series, sumOf } from './home-weeks.ts'

/** Only the chart needs the chart library; the table, and whoever reads nothing but the lists, does without. */
const HomeChart = lazy(async () => ({ default: (await import('./home-chart.tsx')).HomeChart }))

const periods = [28, 56, 182, 365] as const
/** Longer periods are drawn by the week: a year has no room for 365 bars. */
const mostDays = 70

interface HomeVolumeProps {
  volume: Day[]
  days: number
  onDays: (days: number) => void
}

export function HomeVolume({ volume, days, onDays }: HomeVolumeProps) {
  const { t } = useTranslation()
  const { longDay } = useFormats()
  const [asTable, setAsTable] = useState(false)
  const first = volume[0]
  const nothing = volume.every(day => day.email + day.paper + day.returned + day.waiting === 0)
  const since = t('home.since', { day: first ? longDay(dateOf(first.day)) : '' })
  return (
    <Sheet className={styles.volume} aria-labelledby="home-volume">
      <header className={styles.volumeHead}>
        <h2 id="home-volume">{t('home.sent')}</h2>
        <Legend volume={volume} />
        <Menu>
          <Menu.Target>
            <Button variant="subtle" size="xs" rightSection={<Icon name="down" size={16} />}>
              {since}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {periods.map(period => (
              <Menu.Item
                key={period}
                aria-current={period === days ? 'true' : undefined}
                rightSection={period === days ? <Icon name="check" size={16} /> : undefined}
                onClick={() => onDays(period)}
              >
                {t(`home.periods.${period}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {!nothing && (
          <Button
            variant="subtle"
            size="xs"
            leftSection={<Icon name="table" size={16} />}
            onClick={() => setAsTable(!asTable)}
          >
            {t(asTable ? 'home.asChart' : 'home.asTable')}
          </Button>
        )}
      </header>
      {nothing && (
        <EmptyState icon="send" title={t('home.noVolumeTitle')}>
          {t('home.noVolume')}
        </EmptyState>
      )}
      {!nothing && asTable && <WeekTable volume={volume} />}
      {!nothing && !asTable && (
        <Suspense fallback={<Skeleton lines={6} />}>
          <HomeChart
            bars={days > mostDays ? byWeek(volume) : volume}
            weekly={days > mostDays}
            label={<ChartWords volume={volume} />}
          />
        </Suspense>
      )}
    </Sheet>
  )
}

const legend: { series: Series; key: 'home.emails' | 'home.onPaper' | 'home.cameBack' | 'home.waiting' }[] = [
  { series: 'email', key: 'home.emails' },
  { series: 'paper', key: 'home.onPaper' },
  { series: 'returned', key: 'home.cameBack' },
  { series: 'waiting', key: 'home.waiting' },
]

function Legend({ volume }: { volume: Day[] }) {
  const { number } = useFormats()
  // On most days nothing waits, and its colour is not in the chart.
  const shown = legend.filter(({ series }) => series !== 'waiting' || sumOf(volume, series) > 0)
  return (
    <ul className={styles.legend}>
      {shown.map(({ series, key }) => (
        <li key={series}>
          <i data-series={series} />
          <span>
            <Trans i18nKey={key} values={{ shown: number(sumOf(volume, series)) }} components={{ b: <b /> }} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The chart in one sentence, for whoever does not see it. */
function ChartWords({ volume }: { volume: Day[] }) {
  const { t } = useTranslation()
  const { number, longDay } = useFormats()
  const first = volume[0]
  const total = (day: Day) => day.email + day.paper
  const busiest = volume.reduce<Day | undefined>((best, day) => (best && total(best) >= total(day) ? best : day), first)
  if (!first || !busiest) return null
  return t('home.chart', {
    day: longDay(dateOf(first.day)),
    most: number(total(busiest)),
    busiest: longDay(dateOf(busiest.day)),
  })
}

function WeekTable({ volume }: { volume: Day[] }) {
  const { t } = useTranslation()
  const { number, longDay } = useFormats()
  const columns = ['email', 'paper', 'returned'] as const
  return (
    <ScrollRegion label={t('home.byWeek')} className={styles.tableScroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('home.week')}</th>
            {columns.map(column => (
              <th key={column} scope="col">
                {t(`home.table.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {byWeek(volume).map(week => (
            <tr key={week.day}>
              <th scope="row">{longDay(dateOf(week.day))}</th>
              {columns.map(column => (
                <td key={column}>{number(week[column])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
