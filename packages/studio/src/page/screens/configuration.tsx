import type { JSX } from 'preact';
import type { ConfigurationFacts } from '../../api/channel';
import { Card, Facts, Section, Shown } from '../parts/shown';

/** What a configuration of a channel says, part by part. */
export function Configuration({
    of: { sequence, organizations, capabilities, policies, acls },
}: {
    readonly of: ConfigurationFacts;
}): JSX.Element {
    const parts: readonly (readonly [title: string, facts: Readonly<Record<string, string>>])[] = [
        ...organizations.map((one) => [one.mspId, one.policies] as const),
        ['Policies of the applications', policies],
        [
            'Capabilities',
            Object.fromEntries(
                Object.entries(capabilities).map(([part, names]) => [part, names.join(', ') || 'none'] as const),
            ),
        ],
        ['Access, where it is not the default', acls],
    ];
    return (
        <Section title="Configuration" about={`number ${sequence}`}>
            {parts.map(([title, facts]) => {
                const rows = Object.entries(facts);
                return (
                    rows.length > 0 && (
                        <Card head={title}>
                            <Facts
                                rows={rows.map(([name, text]) => [
                                    name,
                                    <code>
                                        <Shown text={text} />
                                    </code>,
                                ])}
                            />
                        </Card>
                    )
                );
            })}
        </Section>
    );
}
