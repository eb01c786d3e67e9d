import { Select as AntSelect } from 'antd'
import { dress } from './dress.tsx'

export const Select = dress(AntSelect)
