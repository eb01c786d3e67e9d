export { PasswordPage } from './PasswordPage.tsx'
export { SetupPage } from './SetupPage.tsx'
export { SignInPage } from './SignInPage.tsx'
export { WelcomePage } from './WelcomePage.tsx'
