import { getMetadataStorage, type MetadataStorage } from '../../validators';
import type { Class } from '../evidence/class';

/** What class-validator recorded of one decorator. It does not export the name of this type. */
export type ValidationMetadata = ReturnType<MetadataStorage['getTargetValidationMetadatas']>[number];

/** What class-validator knows about a class, by property: as `validateSync` asks when it is called without options. */
export function validationsOf(target: Class<object>): Map<string, ValidationMetadata[]> {
    const byProperty = new Map<string, ValidationMetadata[]>();
    for (const metadata of getMetadataStorage().getTargetValidationMetadatas(target, '', false, false))
        byProperty.set(metadata.propertyName, [...(byProperty.get(metadata.propertyName) ?? []), metadata]);
    return byProperty;
}
