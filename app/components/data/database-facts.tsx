/** What the database is: its tables and how they grow, what is removed by itself, and its schema. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import type { ReactNode } from 'react';
import { WideTable } from '#app/components/report/figures-table';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { Time } from '#app/components/ui/time/time';
import { useFormat } from '#app/words/use-format';
import type { DatabaseGrowth, TableGrowth } from '#domain/data/backup';
import { MOST_COUNTED, type RetentionForecast, type SchemaVersion } from '#domain/data/data';
import { keptText, RETAINED_WORDS, sizeText } from './data-words';

type FactsTableProps = { label: string; heads: readonly string[]; children: ReactNode };

function FactsTable({ label, heads, children }: FactsTableProps) {
  return (
    <WideTable label={label}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </WideTable>
  );
}

function TableName({ children }: { children: string }) {
  return (
    <th scope="row" className="font-medium">
      {children.replaceAll('_', ' ')}
    </th>
  );
}

/** Tables that are shown before one asks for the rest. */
const LARGEST = 12;

function Growth({ measuredAt, since, tables }: DatabaseGrowth) {
  const { t } = useLingui();
  const format = useFormat();
  const { number } = format;
  const heads = [t`Table`, t`Rows`, t`Size`, ...(since === null ? [] : [t`Since ${format.time(since, 'date')}`])];
  const row = ({ table, rows, bytes, gained }: TableGrowth) => (
    <tr key={table}>
      <TableName>{table}</TableName>
      <td>{number(rows)}</td>
      <td className="whitespace-nowrap">{sizeText(format, bytes)}</td>
      {since !== null && <td>{gained === null ? t`New` : gained > 0 ? `+${number(gained)}` : number(gained)}</td>}
    </tr>
  );
  const rest = tables.slice(LARGEST);
  return (
    <>
      <p className="px-4 pb-2 text-sm text-ink-muted sm:px-5">
        <Trans>
          As measured in the backup of <Time at={measuredAt} style="moment" />, indexes included.
        </Trans>
      </p>
      <FactsTable label={t`Largest tables`} heads={heads}>
        {tables.slice(0, LARGEST).map(row)}
      </FactsTable>
      {rest.length > 0 && (
        <Disclosure className="px-4 sm:px-5" summary={t`The other ${rest.length} tables`}>
          <FactsTable label={t`Other tables`} heads={heads}>
            {rest.map(row)}
          </FactsTable>
        </Disclosure>
      )}
    </>
  );
}

type Count = { table: string; rows: number };

/** Rows of a server's tables, once they were asked for. */
function Counts({ counts }: { counts: readonly Count[] | null }) {
  const { t } = useLingui();
  const { number } = useFormat();
  if (counts)
    return (
      <FactsTable label={t`Tables by rows`} heads={[t`Table`, t`Rows`]}>
        {counts.map(({ table, rows }) => (
          <tr key={table}>
            <TableName>{table}</TableName>
            <td>{number(rows)}</td>
          </tr>
        ))}
      </FactsTable>
    );
  return (
    <Form method="post" className="grid gap-3 p-4 sm:px-5">
      <p className="text-sm text-ink-muted">
        <Trans>Counting reads every table once; a server may charge for it.</Trans>
      </p>
      <Button type="submit" name="act" value="count" size="sm" className="w-fit">
        <Trans>Count the rows</Trans>
      </Button>
    </Form>
  );
}

/** @param growth null where nothing was measured yet  @param hasFile whether backups can be taken here */
export function TablesCard({
  growth,
  hasFile,
  counts,
}: {
  growth: DatabaseGrowth | null;
  hasFile: boolean;
  counts: Count[] | null;
}) {
  const { t } = useLingui();
  return (
    <Card title={t`Tables`} isFlush>
      {growth ? (
        <Growth {...growth} />
      ) : hasFile ? (
        <p className="p-4 text-sm text-ink-muted sm:px-5">
          <Trans>Tables are measured with each backup. Take one to see their sizes, and another later to see them grow.</Trans>
        </p>
      ) : (
        <Counts counts={counts} />
      )}
    </Card>
  );
}

export function RetentionCard({ retention }: { retention: readonly RetentionForecast[] }) {
  const { i18n, t } = useLingui();
  const { number } = useFormat();
  return (
    <Card title={t`Removed automatically`} isFlush>
      <p className="px-4 pb-2 text-sm text-ink-muted sm:px-5">
        <Trans>Once an hour. Marks, their history, check-ins and the audit log are never removed.</Trans>
      </p>
      <FactsTable label={t`What is removed, and when`} heads={[t`What`, t`Kept`, t`Next goes`, t`Within a day`]}>
        {retention.map(({ what, keptMs, nextAt, dueSoon }) => (
          <tr key={what}>
            <th scope="row" className="font-medium">
              {i18n._(RETAINED_WORDS[what])}
            </th>
            <td>{keptText({ i18n }, keptMs)}</td>
            <td>{nextAt === null ? t`Nothing there` : <Time at={nextAt} style="moment" />}</td>
            <td>{dueSoon > MOST_COUNTED ? t`More than ${number(MOST_COUNTED)}` : number(dueSoon)}</td>
          </tr>
        ))}
      </FactsTable>
    </Card>
  );
}

export function SchemaCard({ schema }: { schema: SchemaVersion | null }) {
  const { t } = useLingui();
  return (
    <Card title={t`Schema`}>
      <p className="text-sm">
        {schema && (
          <Trans>
            Version {schema.version}, of <Time at={schema.madeAt} style="date" />. A start brings the database up to date; an
            earlier release refuses it then.
          </Trans>
        )}
      </p>
    </Card>
  );
}
