"""Pictures that stand for an edition or a story where somebody shares its address: 1200 × 630, drawn by us."""
