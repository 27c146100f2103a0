import { ActionIcon, type ActionIconProps, Tooltip } from '@mantine/core'
import type { ComponentPropsWithRef } from 'react'
import { Icon, type IconName } from './icon.tsx'

interface IconButtonProps extends ActionIconProps, Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps> {
  icon: IconName
  /** Both the accessible name and the tooltip. */
  label: string
  iconSize?: number
  /** Menus and popovers open over their own tooltip: switch it off there. */
  tooltip?: boolean
}

export function IconButton({ icon, label, iconSize, tooltip = true, ...rest }: IconButtonProps) {
  const button = (
    <ActionIcon aria-label={label} {...rest}>
      <Icon name={icon} size={iconSize ?? 18} />
    </ActionIcon>
  )
  return tooltip ? <Tooltip label={label}>{button}</Tooltip> : button
}
