import { useLocalStorage } from '@mantine/hooks'

export const periods = ['28', '56', '182', '365'] as const
export type Period = (typeof periods)[number]

/** How far back the chart looks: a habit of this machine, not part of the address. */
export function useVolumePeriod() {
  const [period, setPeriod] = useLocalStorage<Period>({ key: 'mailroom-volume', defaultValue: '56', getInitialValueInEffect: false })
  return { period, setPeriod, days: Number(period) }
}

export type VolumePeriod = ReturnType<typeof useVolumePeriod>
