import type { DevConnection } from '../connection/dev-connection';

/** What an application's developer copies: where the network is, and in whose name to act. */
export function describeConnection(connection: DevConnection): string {
    const { gateway, tlsRootCertPath, channel, chaincode, organizations } = connection;
    const rows: [string, string][] = [
        ['gateway', `${gateway}${tlsRootCertPath === undefined ? ', not encrypted' : ''}`],
        ...(tlsRootCertPath === undefined ? [] : [['TLS root', tlsRootCertPath] satisfies [string, string]]),
        ['channel', channel],
        ['chaincode', chaincode],
        ...organizations.flatMap(({ mspId, certificatePath, privateKeyPath }): [string, string][] => [
            ['MSP id', mspId],
            ['certificate', certificatePath],
            ['private key', privateKeyPath],
        ]),
    ];
    return rows.map(([name, value]) => `    ${name.padEnd(12)} ${value}\n`).join('');
}
