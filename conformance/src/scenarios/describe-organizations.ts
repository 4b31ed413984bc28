import { describe, it } from '@jest/globals';
import { organizationScenarios } from './organization-scenarios';
import type { OrganizationsTarget } from './target';

/** Runs the scenarios of two organizations against a network that has a peer for each of them. */
export function describeOrganizations(title: string, takesEd25519: boolean, target: () => OrganizationsTarget): void {
    describe(title, () => {
        for (const { title: what, needsEd25519, run } of organizationScenarios) {
            if (needsEd25519 === true && !takesEd25519)
                it.skip(`${what} (Fabric knows them from 3.0 on)`, () => undefined);
            else it(what, () => run(target()));
        }
    });
}
