import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormats } from '../../lib/formats.ts'
import styles from './home-volume.module.css'
import { type Day, dateOf, isMonday, type Series, series } from './home-weeks.ts'

interface HomeChartProps {
  bars: Day[]
  /** Each bar is a week. */
  weekly: boolean
  label: ReactNode
}

/** Bars of what was sent, one on the other: accepted, on paper, came back, still to go. */
export function HomeChart({ bars, weekly, label }: HomeChartProps) {
  const { t } = useTranslation()
  const { number, dayMonth } = useFormats()
  const labelId = useId()
  const last = bars.at(-1)?.day
  const mondays = weekly ? bars.filter((_, index) => index % 4 === 0) : bars.filter(bar => isMonday(bar.day))
  // "Today" takes the place of a Monday too near to it.
  const ticks = [
    ...mondays.map(bar => bar.day).filter(day => bars.findIndex(bar => bar.day === day) < bars.length - 4),
    last ?? '',
  ]
  const wordOf = (day: string) => (day === last && !weekly ? t('home.today') : dayMonth(dateOf(day)))
  return (
    <div className={styles.chart} role="img" aria-labelledby={labelId}>
      <span id={labelId} className="sr">
        {label}
      </span>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 240 }}>
        <BarChart
          data={bars}
          accessibilityLayer={false}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          barCategoryGap={weekly ? '30%' : '20%'}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="day"
            ticks={ticks}
            interval="preserveStartEnd"
            tickLine={false}
            axisLine={false}
            tickMargin={8}
            height={32}
            tick={({ x, y, payload }) => (
              <DayWord x={x} y={y} word={wordOf(payload.value)} strong={payload.value === last && !weekly} />
            )}
          />
          <YAxis
            width={52}
            allowDecimals={false}
            tickCount={5}
            tickLine={false}
            axisLine={false}
            tickMargin={8}
            tick={{ fill: 'var(--ink-2)', fontSize: 12 }}
            tickFormatter={number}
          />
          <Tooltip
            cursor={{ fill: 'var(--hover)' }}
            isAnimationActive={false}
            content={({ payload }) => <DayTip day={payload?.[0]?.payload as Day | undefined} weekly={weekly} />}
          />
          {series.map(name => (
            <Bar
              key={name}
              dataKey={name}
              stackId="sent"
              maxBarSize={28}
              isAnimationActive={false}
              shape={({ x, y, width, height }) => <Part series={name} x={x} y={y} width={width} height={height} />}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}

interface Box {
  x?: number | string | undefined
  y?: number | string | undefined
  width?: number | string | undefined
  height?: number | string | undefined
}

/** A gap of 1 px below each part; what came back stays visible beside thousands. */
function Part({ series: name, ...box }: Box & { series: Series }) {
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(Number) as [number, number, number, number]
  if (!(height > 0)) return null
  const tall = Math.max(name === 'email' ? height : height - 1, 2)
  const above = name === 'email' ? y + height - tall : y + height - 1 - tall
  return <rect className={styles.part} data-series={name} x={x} y={above} width={width} height={tall} />
}

function DayWord({ x, y, word, strong }: { x: number | string; y: number | string; word: string; strong: boolean }) {
  return (
    <text
      className={styles.dayWord}
      data-strong={strong || undefined}
      x={x}
      y={y}
      dy="0.7em"
      textAnchor={strong ? 'end' : 'middle'}
      dx={strong ? 12 : 0}
    >
      {word}
    </text>
  )
}

function DayTip({ day, weekly }: { day: Day | undefined; weekly: boolean }) {
  const { t } = useTranslation()
  const { number, fullDay, longDay } = useFormats()
  if (!day) return null
  const shown = series.filter(name => day[name] > 0)
  return (
    <div className={styles.tip}>
      <b>{weekly ? `${t('home.week')} ${longDay(dateOf(day.day))}` : fullDay(dateOf(day.day))}</b>
      {shown.map(name => (
        <span key={name}>
          <i data-series={name} />
          {number(day[name])} {t(`home.bars.${name}`)}
        </span>
      ))}
      {shown.length === 0 && <span>{t('home.nothingSent')}</span>}
    </div>
  )
}
