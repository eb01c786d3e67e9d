import { Switch as AntSwitch } from 'antd'
import { dress } from './dress.tsx'

export const Switch = dress(AntSwitch)
