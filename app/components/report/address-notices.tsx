/** What a report says of its own address: that its figures are of another time, or that it could not be followed. */
import { Trans } from '@lingui/react/macro';
import { useSearchParams } from '@remix-run/react';
import { searchLink } from '#app/components/calendar/search-link';
import { Notice } from '#app/components/ui/feedback/notice';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';

/** The days or the time cannot be; the usual is shown instead. */
export function RefusedNotice() {
  return (
    <Notice tone="warning" className="mb-4">
      <Trans>
        These days or this time cannot be shown: the last day must not be before the first, nor three years after it. Here are the
        usual days.
      </Trans>
    </Notice>
  );
}

/** @param props.at epoch ms
 *  @param props.isFollowed whether the page can show it */
export function AsAtNotice({ at, isFollowed }: { at: number; isFollowed: boolean }) {
  const [search] = useSearchParams();
  return (
    <Notice
      tone="warning"
      className="mb-4"
      action={
        <TextLink to={searchLink(search, { asAt: null })} className="touch inline-flex items-center">
          <Trans>Show as they are now</Trans>
        </TextLink>
      }
    >
      {isFollowed ? (
        <Trans>
          As the registers stood on <Time at={at} style="moment" />.
        </Trans>
      ) : (
        <Trans>
          This page knows the registers only as they are now, not as they stood on <Time at={at} style="moment" />.
        </Trans>
      )}
    </Notice>
  );
}
