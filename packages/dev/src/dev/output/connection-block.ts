import type { DevConnection } from '../connection/dev-connection';
import { wrapText } from './wrapped-text';

/** Of the values, behind their names. */
const INDENT = 17;

/** What an application's developer copies: where the network is, and in whose name to act. */
export function describeConnection(connection: DevConnection, columns?: number): string {
    const { channel, chaincode, chaincodes, organizations } = connection;
    const rows = [
        ['channel', channel],
        ['chaincode', chaincodes?.map(({ name }) => name).join(', ') ?? chaincode],
        ...organizations.flatMap(({ mspId, gateway, tlsRootCertPath, certificatePath, privateKeyPath }) => [
            ['MSP id', mspId],
            ['gateway', `${gateway}${tlsRootCertPath === undefined ? ', not encrypted' : ''}`],
            ...(tlsRootCertPath === undefined ? [] : [['TLS root', tlsRootCertPath]]),
            ['certificate', certificatePath],
            ['private key', privateKeyPath],
        ]),
    ];
    return rows
        .map(([name = '', value = '']) => `    ${name.padEnd(12)} ${value}`)
        .map((line) => `${wrapText(line, { columns, indent: INDENT })}\n`)
        .join('');
}
