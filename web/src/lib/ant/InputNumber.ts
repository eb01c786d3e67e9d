import { InputNumber as AntInputNumber } from 'antd'
import { dress } from './dress.tsx'

export const InputNumber = dress(AntInputNumber)
