/** Fabric's node OUs: what a member is. */
export type MemberRole = (typeof MEMBER_ROLES)[number];
export const MEMBER_ROLES = ['client', 'peer', 'admin', 'orderer'] as const;

/** An identity that has signed, and what it is in its organization. */
export interface Signer {
    readonly mspId: string;
    /** Undefined where its certificate says nothing of it. */
    readonly role: MemberRole | undefined;
}
