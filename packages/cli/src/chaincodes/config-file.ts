import { resolve } from 'node:path';
import { checkedFields, optionalText, requiredText } from '../input/json-fields';
import { memberOf, type Place, readListFile, tlsFilesIn } from '../input/list-file';
import type { ChaincodeDefaults, DesiredChaincode } from './desired-chaincode';

const FIELDS = ['id', 'address', 'hostname', 'modulePath', 'package', 'mspId', 'tls'] as const;

/**
 * Reads a file with the chaincodes of a server: a JSON array of objects. Paths in it begin at its own folder.
 * @throws ConfigurationError that names the file and the place in it
 */
export function readConfigFile(file: string, defaults: ChaincodeDefaults): DesiredChaincode[] {
    const form = { what: 'chaincodes', example: '[{ "id": …, "address": … }, …]' };
    return readListFile(file, form, (entry, place) => toChaincode(entry, place, defaults));
}

function toChaincode(entry: unknown, place: Place, defaults: ChaincodeDefaults): DesiredChaincode {
    const fields = checkedFields(entry, FIELDS, place.where);
    const text = (name: (typeof FIELDS)[number]): string | undefined => optionalText(fields, name, place.where);
    const modulePath = text('modulePath');
    const packageFile = text('package');
    return {
        source: place.where,
        packageId: requiredText(fields, 'id', place.where),
        address: requiredText(fields, 'address', place.where),
        hostname: text('hostname'),
        modulePath: modulePath === undefined ? defaults.modulePath : resolve(place.folder, modulePath),
        packageFile: packageFile && resolve(place.folder, packageFile),
        mspId: text('mspId') ?? defaults.mspId,
        tls: fields.tls === undefined ? defaults.tls : { read: tlsFilesIn(fields.tls, memberOf(place, 'tls')) },
    };
}
