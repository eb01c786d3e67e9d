import { TimePicker as AntTimePicker } from 'antd'
import { dress } from './dress.tsx'

export const TimePicker = dress(AntTimePicker)
