import type { MemberOptions, SigningIdentity } from '@heddle/local-peer';
import type { OptionNames } from '@heddle/protocol/internal';
import { checkNames, TestNetworkError } from '../errors/test-network-error';

/** Who a client is, besides its name. */
export interface ClientOptions extends Omit<MemberOptions, 'name'> {
    /** Default: the network's first organization. */
    readonly mspId?: string;
}

const CLIENT_NAMES: OptionNames<ClientOptions> = {
    attributes: true,
    authority: true,
    keyType: true,
    mspId: true,
    organizationalUnits: true,
    role: true,
    subject: true,
};

/** How a member comes by its key and its certificate. */
export type MakeMember = (mspId: string, options: MemberOptions) => SigningIdentity;

/** The members of a network's organizations: one for each name and what else is said of it. */
export class NetworkMembers {
    readonly #mspIds: readonly string[];
    readonly #members = new Map<string, SigningIdentity>();
    readonly #create: MakeMember;

    /** @param mspIds the network's organizations, its first one first */
    constructor(mspIds: readonly string[], create: MakeMember) {
        this.#create = create;
        this.#mspIds = mspIds;
    }

    /** Those that there are so far. */
    get all(): readonly SigningIdentity[] {
        return [...this.#members.values()];
    }

    /** @throws TestNetworkError ORGANIZATION_UNKNOWN, OPTION_INVALID */
    member(name: string, given: ClientOptions): SigningIdentity {
        checkNames('a client', given, CLIENT_NAMES);
        const { mspId, ...options } = given;
        const [first = ''] = this.#mspIds;
        const organization = mspId ?? first;
        if (!this.#mspIds.includes(organization)) throw unknown(organization, this.#mspIds);
        const id = JSON.stringify([name, organization, options]);
        const known = this.#members.get(id);
        if (known !== undefined) return known;
        const member = this.#create(organization, { ...options, name });
        this.#members.set(id, member);
        return member;
    }
}

function unknown(mspId: string, known: readonly string[]): TestNetworkError {
    const text = `the network has no organization ${mspId}; it has ${known.join(', ')}: name it in the option 'organizations'`;
    return new TestNetworkError('ORGANIZATION_UNKNOWN', text);
}
