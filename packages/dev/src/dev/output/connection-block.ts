import type { DevConnection } from '../connection/dev-connection';

/** What an application's developer copies: where the network is, and in whose name to act. */
export function describeConnection({ channel, chaincode, organizations }: DevConnection): string {
    const rows = [
        ['channel', channel],
        ['chaincode', chaincode],
        ...organizations.flatMap(({ mspId, gateway, tlsRootCertPath, certificatePath, privateKeyPath }) => [
            ['MSP id', mspId],
            ['gateway', `${gateway}${tlsRootCertPath === undefined ? ', not encrypted' : ''}`],
            ...(tlsRootCertPath === undefined ? [] : [['TLS root', tlsRootCertPath]]),
            ['certificate', certificatePath],
            ['private key', privateKeyPath],
        ]),
    ];
    return rows.map(([name = '', value = '']) => `    ${name.padEnd(12)} ${value}\n`).join('');
}
