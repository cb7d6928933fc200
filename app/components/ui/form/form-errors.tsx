/** What is wrong with a form as a whole, above its fields. */
import { Notice } from '#app/components/ui/feedback/notice';

/** Spoken when it appears. Renders nothing when there is nothing to say. */
export function FormErrors({ errors }: { errors: string[] | undefined }) {
  if (!errors?.length) return null;
  return (
    <Notice tone="danger" isLive>
      {errors.join(' ')}
    </Notice>
  );
}
