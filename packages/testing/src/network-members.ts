import type { MemberOptions, Organization, SigningIdentity } from '@heddle/local-peer';
import { TestNetworkError } from './test-network-error';

/** Who a client is, besides its name. */
export interface ClientOptions extends Omit<MemberOptions, 'name'> {
    /** Default: the network's first organization. */
    readonly mspId?: string;
}

/** The members of a network's organizations: one for each name and what else is said of it. */
export class NetworkMembers {
    readonly #organizations: ReadonlyMap<string, Organization>;
    readonly #members = new Map<string, SigningIdentity>();

    constructor(organizations: readonly Organization[]) {
        this.#organizations = new Map(organizations.map((one) => [one.mspId, one]));
    }

    /** @throws TestNetworkError ORGANIZATION_UNKNOWN */
    member(name: string, { mspId, ...options }: ClientOptions): SigningIdentity {
        const [first = ''] = this.#organizations.keys();
        const organization = this.#organizations.get(mspId ?? first);
        if (organization === undefined) throw unknown(String(mspId), [...this.#organizations.keys()]);
        const id = JSON.stringify([name, organization.mspId, options]);
        const known = this.#members.get(id);
        if (known !== undefined) return known;
        const member = organization.createMember({ ...options, name });
        this.#members.set(id, member);
        return member;
    }
}

function unknown(mspId: string, known: readonly string[]): TestNetworkError {
    const text = `the network has no organization ${mspId}; it has ${known.join(', ')}: name it in the option 'organizations'`;
    return new TestNetworkError('ORGANIZATION_UNKNOWN', text);
}
