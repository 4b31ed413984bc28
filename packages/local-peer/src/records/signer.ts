/** Fabric's node OUs: what a member is. */
export type MemberRole = 'client' | 'peer' | 'admin' | 'orderer';
export const MEMBER_ROLES: readonly MemberRole[] = ['client', 'peer', 'admin', 'orderer'];

/** An identity that has signed, and what it is in its organization. */
export interface Signer {
    readonly mspId: string;
    /** Undefined where its certificate says nothing of it. */
    readonly role: MemberRole | undefined;
}
