import { url as debuggerUrl } from 'node:inspector';
import { LocalPeer, type MembershipRoot, Organization, type PeerObserver } from '@heddle/local-peer';
import { type MakeMember, NetworkMembers } from './network-members';
import { simulationOf } from './simulation';
import type { TestClock } from './test-clock';
import { organizationsOf, type TestNetworkOptions } from './test-network-options';

/** Whoever stands at a breakpoint of a test thinks for longer than a peer waits. */
const DEBUGGED = { executeTimeoutMs: 24 * 60 * 60 * 1000 };

/** Those after the peer's own one, each with a peer. */
export function otherOrganizations(options: TestNetworkOptions, clock: TestClock): Organization[] {
    const [, ...others] = organizationsOf(options);
    return others.map((mspId) => new Organization({ mspId, clock: clock.now }));
}

/** Organizations of a simulation that have members, and no peer. */
function outsidersOf(options: TestNetworkOptions): MembershipRoot[] {
    return (simulationOf(options)?.outsiders ?? []).map((mspId) => ({ mspId, authorities: [] }));
}

export function startPeer(
    options: TestNetworkOptions,
    {
        clock,
        observer,
        organizations,
    }: {
        readonly clock: TestClock;
        readonly observer: PeerObserver;
        readonly organizations: readonly Organization[];
    },
): Promise<LocalPeer> {
    const [mspId] = organizationsOf(options);
    const signatures = simulationOf(options) === undefined ? {} : { signatures: 'off' as const };
    return LocalPeer.start({
        ...(debuggerUrl() !== undefined && DEBUGGED),
        ...options.peer,
        ...signatures,
        observer,
        mspId,
        organizations: [...organizations, ...outsidersOf(options)],
        clock: clock.now,
    });
}

/** Those of organizations with a peer, and of a simulation's others. */
export function membersOf(options: TestNetworkOptions, organizations: readonly Organization[]): NetworkMembers {
    const known = [...organizations, ...outsidersOf(options)].map(({ mspId }) => mspId);
    return new NetworkMembers(known, simulationOf(options)?.member ?? issuedBy(organizations));
}

/** Has each organization's authority certify its members. */
function issuedBy(organizations: readonly Organization[]): MakeMember {
    return (mspId, options) => {
        const organization = organizations.find((one) => one.mspId === mspId);
        if (organization === undefined) throw new Error(`${mspId} has no authority`);
        return organization.createMember(options);
    };
}
