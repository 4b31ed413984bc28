import type { PrivateValue } from '@heddle/local-peer';

export function readPrivateValues(_file: string): PrivateValue[] {
    return [];
}
