"""Trains HanLP's recognisers on annotated documents; what comes out is a HanLP model."""
