/** Around the pages that lead in. */
import { Outlet } from '@remix-run/react';
import { PlainPage } from './components/shell/plain-page';

export default function WaysIn() {
  return (
    <PlainPage>
      <Outlet />
    </PlainPage>
  );
}
