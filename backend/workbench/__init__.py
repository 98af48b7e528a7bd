"""The workbench of policy staff: versions of packs from draft to publication."""
