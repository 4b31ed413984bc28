export { bigint, boolean, bytes, date, int64, nothing, number, payload, string, unknown } from './scalars';
export { array, nullable, object, oneOf, optional, record, variants } from './structures';
