import { Input as AntInput } from 'antd'
import { dress } from './dress.tsx'

export const TextInput = dress(AntInput)
export const TextArea = dress(AntInput.TextArea)
export const PasswordInput = dress(AntInput.Password)
