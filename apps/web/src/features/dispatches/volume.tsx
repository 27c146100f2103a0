import { Button, Menu, Popover } from '@mantine/core'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { Icon } from '../../components/icon.tsx'
import { useFormats } from '../../lib/formats.ts'
import styles from './home.module.css'
import type { Home } from './home-page.tsx'
import { periods, type VolumePeriod } from './volume-period.ts'

type Day = Home['volume'][number]
const stacks = [
  { key: 'email', fill: 'var(--accent)' },
  { key: 'paper', fill: 'var(--bar-paper)' },
  { key: 'returned', fill: 'var(--bad)' },
  { key: 'waiting', fill: 'var(--bar-wait)' },
] as const

interface VolumeProps {
  days: Day[]
  period: VolumePeriod
  stale: boolean
}

/** What was sent each day, stacked; the same figures by week in a table. */
export function Volume({ days, period, stale }: VolumeProps) {
  const { t } = useTranslation()
  const { number, longDay } = useFormats()
  const total = (key: 'email' | 'paper' | 'returned') => days.reduce((sum, day) => sum + day[key], 0)
  const first = days[0]?.day ?? ''
  const busiest = days.reduce((most, day) => (day.email + day.paper > most.email + most.paper ? day : most), days[0] as Day)
  const label = t('home.chart', { day: longDay(first), most: number(busiest.email + busiest.paper), busiest: longDay(busiest.day) })
  const keys = [
    { words: 'home.emails', tone: 'email', count: total('email') },
    { words: 'home.onPaper', tone: 'paper', count: total('paper') },
    { words: 'home.cameBack', tone: 'returned', count: total('returned') },
  ] as const
  return (
    <>
      <div className={styles.volumeHead}>
        <h2 id="home-volume">{t('home.sent')}</h2>
        <ul className={styles.key}>
          {keys.map(({ words, tone, count }) => (
            <li key={tone}>
              <i data-tone={tone} aria-hidden="true" />
              <span>
                <Trans i18nKey={words} values={{ shown: number(count) }} components={{ b: <b /> }} />
              </span>
            </li>
          ))}
        </ul>
        <Menu>
          <Menu.Target>
            <Button size="xs" variant="subtle" className="only-l" rightSection={<Icon name="down" size={16} />}>
              {t('home.since', { day: longDay(first) })}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {periods.map(id => (
              <Menu.Item key={id} aria-current={id === period.period || undefined} onClick={() => period.setPeriod(id)}>
                {t(`home.periods.${id}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <AsTable days={days} />
      </div>
      <figure className={styles.chart} data-stale={stale || undefined} role="img" aria-label={label}>
        <Chart days={days} />
      </figure>
    </>
  )
}

function Chart({ days }: { days: Day[] }) {
  const { t } = useTranslation()
  const { number, day: dayWords, longDay } = useFormats()
  const today = new Date().toISOString().slice(0, 10)
  const step = days.length > 120 ? 28 : 7
  const ticks = days.filter((_, index) => index % step === 0 && index < days.length - step / 2).map(day => day.day)
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={days} accessibilityLayer={false} margin={{ top: 6, right: 24, bottom: 0, left: 0 }} barCategoryGap="22%">
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="day"
          ticks={[...ticks, today]}
          interval={0}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          tick={{ fill: 'var(--ink-2)', fontSize: 12 }}
          tickFormatter={(value: string) => (value === today ? t('home.today') : dayWords(`${value}T12:00:00`))}
        />
        <YAxis
          width={56}
          tickLine={false}
          axisLine={false}
          tick={{ fill: 'var(--ink-2)', fontSize: 12 }}
          tickFormatter={(value: number) => number(value)}
          allowDecimals={false}
        />
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const day = payload?.[0]?.payload as Day | undefined
            if (!active || !day) return null
            return (
              <div className={styles.tip}>
                <b>{longDay(day.day)}</b>
                {stacks
                  .filter(({ key }) => day[key] > 0)
                  .map(({ key }) => (
                    <span key={key}>{`${number(day[key])} ${t(`home.bars.${key}`)}`}</span>
                  ))}
              </div>
            )
          }}
        />
        {stacks.map(({ key, fill }) => (
          <Bar key={key} dataKey={key} stackId="day" fill={fill} stroke="var(--paper)" strokeWidth={1} isAnimationActive={false} maxBarSize={18} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}

/** Monday of the week, so that a term reads as ten lines instead of seventy. */
function weeksOf(days: Day[]): Day[] {
  const weeks = new Map<string, Day>()
  for (const day of days) {
    const at = new Date(`${day.day}T12:00:00Z`)
    at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
    const monday = at.toISOString().slice(0, 10)
    const week = weeks.get(monday) ?? { day: monday, email: 0, paper: 0, returned: 0, waiting: 0 }
    weeks.set(monday, {
      ...week,
      email: week.email + day.email,
      paper: week.paper + day.paper,
      returned: week.returned + day.returned,
      waiting: week.waiting + day.waiting,
    })
  }
  return [...weeks.values()]
}

function AsTable({ days }: { days: Day[] }) {
  const { t } = useTranslation()
  const { number, day: dayWords } = useFormats()
  const [opened, setOpened] = useState(false)
  const columns = ['email', 'paper', 'returned'] as const
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={400} trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Icon name="table" size={16} />}
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {t('home.asTable')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown mah={420} style={{ overflow: 'auto' }} tabIndex={0} aria-label={t('home.asTable')}>
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
            {weeksOf(days).map(week => (
              <tr key={week.day}>
                <th scope="row">{dayWords(`${week.day}T12:00:00`)}</th>
                {columns.map(column => (
                  <td key={column}>{number(week[column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Popover.Dropdown>
    </Popover>
  )
}
