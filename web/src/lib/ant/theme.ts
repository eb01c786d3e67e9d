import { theme as ant, type ThemeConfig } from 'antd'
import type { Theme } from '../theme.ts'

const shared = {
  fontFamily: 'var(--font)',
  fontSize: 13,
  lineHeight: 20 / 13,
  controlHeight: 32,
  borderRadius: 6,
  motionDurationFast: '0.08s',
  motionDurationMid: '0.1s',
  motionDurationSlow: '0.12s',
}

const light = {
  colorPrimary: '#4650cf',
  colorError: '#e0524b',
  colorText: '#17171c',
  colorTextPlaceholder: '#6f6f7b',
  colorBorder: '#d9d9df',
  colorBgContainer: '#ffffff',
  colorBgElevated: '#ffffff',
}

const dark = {
  colorPrimary: '#99a2ff',
  colorError: '#d8564f',
  colorText: '#ececf0',
  colorTextPlaceholder: '#9a9aa6',
  colorBorder: '#3c3c44',
  colorBgContainer: '#18181b',
  colorBgElevated: '#212125',
}

/** The tokens of antd's inputs, equal to those of theme.css. The keys let all inputs share one set of rules. */
export const antThemes: { [T in Theme]: ThemeConfig } = {
  light: { algorithm: ant.defaultAlgorithm, token: { ...shared, ...light }, cssVar: { key: 'ant-light' } },
  dark: { algorithm: ant.darkAlgorithm, token: { ...shared, ...dark }, cssVar: { key: 'ant-dark' } },
}
