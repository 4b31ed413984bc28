import type { MemberOptions, Organisation, SigningIdentity } from '@heddle/local-peer';
import { TestNetworkError } from './test-network-error';

/** Who a client is, besides its name. */
export interface ClientOptions extends Omit<MemberOptions, 'name'> {
    /** Default: the network's first organisation. */
    readonly mspId?: string;
}

/** The members of a network's organisations: one for each name and what else is said of it. */
export class NetworkMembers {
    readonly #organisations: ReadonlyMap<string, Organisation>;
    readonly #members = new Map<string, SigningIdentity>();

    constructor(organisations: readonly Organisation[]) {
        this.#organisations = new Map(organisations.map((one) => [one.mspId, one]));
    }

    /** @throws TestNetworkError ORGANISATION_UNKNOWN */
    member(name: string, { mspId, ...options }: ClientOptions): SigningIdentity {
        const [first = ''] = this.#organisations.keys();
        const organisation = this.#organisations.get(mspId ?? first);
        if (organisation === undefined) throw unknown(String(mspId), [...this.#organisations.keys()]);
        const id = JSON.stringify([name, organisation.mspId, options]);
        const known = this.#members.get(id);
        if (known !== undefined) return known;
        const member = organisation.createMember({ ...options, name });
        this.#members.set(id, member);
        return member;
    }
}

function unknown(mspId: string, known: readonly string[]): TestNetworkError {
    const text = `the network has no organisation ${mspId}; it has ${known.join(', ')}: name it in the option 'organisations'`;
    return new TestNetworkError('ORGANISATION_UNKNOWN', text);
}
