import dayjsDates from '@rc-component/picker/generate/dayjs'
import { DatePicker as AntDatePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { currentZone, wallIn } from '../zone.ts'
import { dress } from './dress.tsx'

/** Dates as inputs reckon with them: what the clocks of the reader's time zone show. */
const dates = { ...dayjsDates, getNow: () => dayjs(wallIn(Date.now(), currentZone())) }

export const DatePicker = dress(AntDatePicker.generatePicker<Dayjs>(dates))
