/** Where signing in leads: to a page of this site, whatever was put into the address. */
import { expect, test } from 'vitest';
import { safeNextPath, signInPath } from '#app/paths';

test.each(['/', '/profile', '/teach/sessions/7?view=list', '/c#TOKEN', '/a%2Fb', '/ä'])('%s is a way back', (next) => {
  expect(decodeURI(safeNextPath(next))).toBe(decodeURI(next));
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'javascript:alert(1)',
  'profile',
  '',
  ' /profile',
  '/sign-in',
  '/sign-in?next=/sign-in',
  '/sign-out',
  null,
  undefined,
  ['/profile'],
])('%j leads to the start page', (next) => {
  expect(safeNextPath(next)).toBe('/');
});

test('the sign-in page carries the way back, and nothing for the start page', () => {
  expect(signInPath('/profile?tab=devices&x=1')).toBe('/sign-in?next=%2Fprofile%3Ftab%3Ddevices%26x%3D1');
  expect(signInPath('/')).toBe('/sign-in');
});
