"""Other people's recognisers behind the layer `entities`: HanLP's, and LAC's."""
