/** The domain that cryptogen's samples give to an organization: `org1.example.com` for Org1MSP. */
export function domainOf(mspId: string): string {
    return `${mspId.replace(/MSP$/i, '').toLowerCase() || 'msp'}.example.com`;
}
