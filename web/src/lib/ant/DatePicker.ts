import { DatePicker as AntDatePicker } from 'antd'
import { dress } from './dress.tsx'

export const DatePicker = dress(AntDatePicker)
