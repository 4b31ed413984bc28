import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Asset } from './asset';

/** Some assets, in the order of their ids. */
export class AssetPage {
    @ValidateNested({ each: true }) @Type(() => Asset) assets!: Asset[];
    @IsString() bookmark!: string;
}

/** What one transaction made of an asset. */
export class AssetVersion {
    @IsString() txId!: string;
    @IsBoolean() isDelete!: boolean;
    @IsOptional() @ValidateNested() @Type(() => Asset) asset?: Asset;
}
