import { Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type AnchorProps = ButtonProps & Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps>

const AnchorButton = (props: AnchorProps) => <Button component="a" {...props} />

/** A button that goes somewhere: a real link, typed by the router. */
export const LinkButton = createLink(AnchorButton)
