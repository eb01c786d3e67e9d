import { Pill } from '@/components/Mark.tsx'
import type { DisplayProps } from '../contract.ts'
import { optionOf, textList } from '../options.ts'

export function Display({ field, value }: DisplayProps) {
  return (
    <span className="f-pills">
      {textList(value).map((part) => {
        const option = optionOf(field, part)
        return (
          <Pill key={part} color={option.color}>
            {option.title}
          </Pill>
        )
      })}
    </span>
  )
}
