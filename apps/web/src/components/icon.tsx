import { type IconName, iconShapes } from './icon-shapes.tsx'

export type { IconName } from './icon-shapes.tsx'

interface IconProps {
  name: IconName
  /** 18 in the flow of 14 px text, 16 beside states, 14 in table heads. */
  size?: number
  className?: string
}

/** Always decorative: the word beside it, or the button's label, carries the meaning. */
export function Icon({ name, size = 18, className }: IconProps) {
  return (
    <svg
      className={className}
      data-icon={name}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      {iconShapes[name]}
    </svg>
  )
}
