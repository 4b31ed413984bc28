import { decodePrincipals, encodePolicy, type MspRole, ROLES } from '../identity/signature-policy';

/** Roles as fabric-shim names them, at their numbers in MSPRole.MSPRoleType. */
const ENDORSING: Readonly<Record<string, MspRole | undefined>> = { MEMBER: 'MEMBER', PEER: 'PEER' };

/** A policy that demands 0 of no rules, of which each default is written. */
const NOBODY = Buffer.from([0x12, 0x02, 0x12, 0x00]);

/**
 * The endorsement policy of a single key, to the letter as fabric-shim makes it: organizations stand in the order in which
 * they were added, and the bytes have to be the same at all endorsers of a transaction.
 */
export class ClassicKeyEndorsementPolicy {
    /** Numbers of roles, by MSP id. */
    orgs: Record<string, number> = {};

    /** @throws ProtocolError where the bytes are not a policy */
    constructor(policy?: Uint8Array | null) {
        if (policy === undefined || policy === null || policy.length === 0) return;
        for (const { mspId, role } of decodePrincipals(policy)) this.orgs[mspId] = ROLES.indexOf(role);
    }

    getPolicy(): Uint8Array {
        if (Object.keys(this.orgs).length === 0) return new Uint8Array(NOBODY);
        const rules = Object.entries(this.orgs).map(([mspId, role]) => ({ mspId, role: ROLES[role] ?? 'MEMBER' }));
        return new Uint8Array(encodePolicy({ n: rules.length, rules }));
    }

    /** @throws Error for other roles than MEMBER and PEER */
    addOrgs(role: string, ...newOrgs: string[]): void {
        const known = ENDORSING[role];
        if (known === undefined) throw new Error(`role type ${role} does not exist`);
        for (const mspId of newOrgs) this.orgs[mspId] = ROLES.indexOf(known);
    }

    delOrgs(...delOrgs: string[]): void {
        for (const mspId of delOrgs) Reflect.deleteProperty(this.orgs, mspId);
    }

    listOrgs(): string[] {
        return Object.keys(this.orgs);
    }
}
